"""What leaves the house on paper: charts with their tables, DOCX, PDF and XLSX.

A desk says what stands on a paper; how it is set is the same for all.
"""
