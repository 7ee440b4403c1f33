"""Turns a company into every table of its activities, in the order of the topics."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.activity.base import Activity
from reportgen.sample.activity.compliance import compliance
from reportgen.sample.activity.dealers import dealers
from reportgen.sample.activity.deliveries import deliveries
from reportgen.sample.activity.market import market
from reportgen.sample.activity.marketing import marketing
from reportgen.sample.activity.okrs import okrs
from reportgen.sample.activity.operations import operations, quotes
from reportgen.sample.activity.overseas import installers
from reportgen.sample.activity.pursuits import pursuits
from reportgen.sample.activity.rhythm import rhythm
from reportgen.sample.activity.service import service, service_before
from reportgen.sample.activity.spending import carbon, spending
from reportgen.sample.activity.talent import talent
from reportgen.sample.activity.visits import visits
from reportgen.sample.activity.voices import voices
from reportgen.sample.company import Company


def activities(company: Company) -> Iterator[Activity]:
    """Return the tables one after the other; each is drawn while its rows are read, and none is kept."""
    for topic in (pursuits, visits, marketing, deliveries, service, voices, dealers, spending, okrs, talent, market):
        yield from topic(company)
    for topic in (compliance, rhythm, operations):
        yield from topic(company)
    yield from (service_before(company), carbon(company), quotes(company), installers(company))
