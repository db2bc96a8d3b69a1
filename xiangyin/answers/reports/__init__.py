"""Findings and figures of the answers desk. Reading only."""
