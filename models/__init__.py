"""Model files, installed as ``textmine.models``."""
