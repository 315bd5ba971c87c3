"""Where an item's law is made: find place names, settle which place is meant, and say whose body acts."""

from bot.core.places.decide import jurisdiction_of
from bot.core.places.gazetteer import Place
from bot.core.places.scan import PlaceMatch, find_places
from bot.core.places.typed import label, place_path, suggest

__all__ = ["Place", "PlaceMatch", "find_places", "jurisdiction_of", "label", "place_path", "suggest"]
