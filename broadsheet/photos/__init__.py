"""Photographs: the picture, its caption, its credit, and the sizes in which readers get it."""
