"""Data of the parser: heading variants, role cues, agency grammar, regions."""
