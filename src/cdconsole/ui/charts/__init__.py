"""SPC charts: one set of chart values, drawn by QPainter alone or inside pyqtgraph's axes."""
