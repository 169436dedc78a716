"""Training the learned tagger and keeping its files (public front of the training modules)."""

from textmine.themes._model_io import ModelFile, load_model, save_model
from textmine.themes._training import TrainingOptions, train

__all__ = ["ModelFile", "TrainingOptions", "load_model", "save_model", "train"]
