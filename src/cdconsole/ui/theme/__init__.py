"""How the program looks: colours, type, style sheet and line icons. Imports Qt and nothing heavier."""
