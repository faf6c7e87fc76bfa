"""What a platform is."""
from __future__ import annotations
import uuid
from collections.abc import Mapping
from typing import Any
from berth.answers import Answer
from berth.offers import Offer

class Platform:
    name = ""
    def new_key(self) -> str:
        return str(uuid.uuid4())
    async def answer(self, document: Mapping[str, Any], key: str, deadline: float) -> Answer[Offer]:
        raise NotImplementedError
