"""Outcomes research on peer recovery support, from messy exports to a report."""
