"""A language model behind an OpenAI-compatible server as a `protocols.Extractor`.

Nothing that a model says is taken on trust: each quote must stand in the text letter for letter, and each figure in
its quote. What fails is an Issue with its place, and the rest of the answer is taken.
"""

from pledgebook.extraction.llm.reader import MODEL_CONFIDENCE, LanguageModel
from pledgebook.extraction.llm.settings import Settings, settings_from

__all__ = ["MODEL_CONFIDENCE", "LanguageModel", "Settings", "settings_from"]
