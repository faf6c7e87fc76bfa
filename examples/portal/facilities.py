"""A portal's list of facilities, as it was and as it can be.

Once written by hand, and wrong as soon as a site changed:

    FACILITIES = [
        {"name": "hpc", "cores": 128, "containers": True},
        {"name": "lab", "cores": 16, "containers": False},
    ]

Now each site is asked whether it can do the very thing that the person wants, while she looks at the page:

    python facilities.py hpc=https://hpc.example.org lab=https://lab.example.org > page.html
"""

import html
import sys
from typing import Any

from berth import Offer, Portal, RemotePlatform

NOTEBOOK: dict[str, Any] = {
    "executable": {"kind": "docker-container", "image": {"locations": ["localhost/berth-hello:1"]}},
    "compute": {"kind": "simple-compute-resource", "cores": {"min": 2}, "memory": {"min": 4}},
}


def row(offer: Offer) -> str:
    """One facility that can, with what a person chooses by."""
    starts = offer.starts.strftime("%d %b %H:%M") if offer.starts else "?"
    costs = ", ".join(f"{cost.amount:g} {cost.type}" for cost in offer.costs if cost.amount is not None)
    cells = [offer.where, starts, f"{offer.cores} cores, {offer.memory} GiB", costs]
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def page(portal: Portal, request: dict[str, Any]) -> str:
    """Facilities that can, as they answer, and why the others cannot."""
    answers = portal.ask(request, deadline=5)
    parts = ["<table><tr><th>facility</th><th>starts</th><th>size</th><th>cost</th></tr>"]
    parts += [row(offer) for offer in answers]
    parts.append("</table>")
    parts.append(answers.why()._repr_html_())
    return "\n".join(parts)


if __name__ == "__main__":
    sites = [argument.split("=", 1) for argument in sys.argv[1:]]
    print(page(Portal([RemotePlatform(url, name=name) for name, url in sites]), NOTEBOOK))
