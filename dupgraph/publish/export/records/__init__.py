"""A graph as four tables of typed columns: what CSV and Parquet hold, and what describes them."""
