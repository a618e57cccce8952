"""Spelling in boxes of text: asked of the worker, underlined where it is wrong, mended from a menu or by keys."""
