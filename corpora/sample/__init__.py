"""The sample corpus: composed annual reports of fictional agencies, installed as ``textmine.sample``."""
