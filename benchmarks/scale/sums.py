"""What follows from a plan without letting time pass: room, index, checks, memory and money."""

from dataclasses import dataclass

from benchmarks.scale.arrivals import DAY
from benchmarks.scale.plan import Plan
from benchmarks.scale.platforms import Limit
from benchmarks.scale.simulate import Told
from benchmarks.scale.units import Range, Units

_YEAR = 365
_GB = 1e9
_MONTHS = 12
_CORES_A_MACHINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a year adds, for all archives together; bytes, seconds, files."""

    items: float
    records: float
    originals: float
    log: float
    index: float
    media: float
    files: float
    #: Requests to a store for the replica, and seconds when one archive held it all.
    puts: float
    replica: float
    #: Catalogue made anew, records checked one by one: core-seconds. Media read again: seconds.
    rebuild: float
    deep: float
    read: float
    #: Of a process that remembers all archives.
    memory: float


def year(plan: Plan, units: Units) -> Year:
    """Add up a year of a plan."""
    items, runs = float(plan.items * _YEAR), plan.accounts * _YEAR * 24 / plan.hours
    of_media = items * units.of("posts_share") * units.of("media_files")
    files = of_media + runs * (units.of("run_files") + units.of("package_files"))
    media, puts = float(plan.media), 2 * files
    return Year(
        items=items,
        records=items * units.of("record_bytes"),
        originals=items * units.of("sealed_bytes"),
        log=items * units.of("log_bytes") + runs * units.of("run_bytes"),
        index=items * units.of("index_bytes"),
        media=media,
        files=files,
        puts=puts,
        replica=puts * units.of("put_seconds") + 2 * media / units.of("store_bytes"),
        rebuild=items / units.of("rebuild_items"),
        deep=items / units.of("deep_items"),
        read=media / min(units.of("disk_bytes"), units.of("hash_bytes")),
        memory=runs * units.of("run_memory"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Euro of the first year, half of whose growth stands on disks on average."""

    machines: Range
    disks: Range
    stores: Range
    x: Range

    @property
    def whole(self) -> Range:
        """Give the sum."""
        return self.machines + self.disks + self.stores + self.x


def costs(plan: Plan, told: Told, units: Units, limits: list[Limit]) -> Costs:
    """Give what a year costs, by what a simulation of some days found."""
    one = year(plan, units)
    kept = (one.records + one.originals + one.log + one.index + one.media) / _GB
    cores = max(told.cpu / (plan.days * DAY), plan.hands / _CORES_A_MACHINE)
    machines = cores / _CORES_A_MACHINE + 2  # screens and PostgreSQL
    half = kept / 2 * _MONTHS
    read_back = units.price("get_bytes") * kept
    return Costs(
        machines=units.price("machine") * machines,
        disks=units.price("disk") * half,
        stores=units.price("store") * half + units.price("put") * (one.puts / 2e6) + read_back,
        x=units.price("dollar") * (dollars(told, units, limits) * _YEAR / plan.days),
    )


def dollars(told: Told, units: Units, limits: list[Limit]) -> float:
    """Give what reading cost in the time of a simulation: posts at one price, replies another."""
    share = units.of("posts_share")
    return sum(
        told.read[one.name] * (share * one.per_post + (1 - share) * one.per_reply)
        for one in limits
    )


def first_load(plan: Plan, units: Units, limits: list[Limit]) -> dict[str, float]:
    """Give the days that all of before takes on each platform that counts by address or app.

    A question for each post and its answers, over what all who share a limit have together.
    """
    each = plan.items * units.of("posts_share") / plan.accounts * _YEAR * units.of("years_before")
    found = {}
    for one in limits:
        if one.questions is None or one.scope == "account":
            continue
        sharers = 1 if one.scope == "address" or plan.one_app else plan.archives
        a_day = one.questions * DAY / one.seconds
        # As the product asks: one after another, so no more than that.
        a_day = min(a_day, DAY / units.of("latency"))
        found[one.name] = plan.accounts * one.share * each / sharers / a_day
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One archive that holds so many items."""

    items: int
    bytes: float
    index: float
    rebuild: float
    deep: float
    #: A page of search with all facets, core-seconds.
    page: float


def archive(items: int, units: Units) -> Archive:
    """Give what an archive of a size takes, its media apart."""
    each = units.of("record_bytes") + units.of("sealed_bytes") + units.of("log_bytes")
    return Archive(
        items=items,
        bytes=items * each,
        index=items * units.of("index_bytes"),
        rebuild=items / units.of("rebuild_items"),
        deep=items / units.of("deep_items"),
        page=units.of("page_cpu_at_a_million")
        + (units.of("page_cpu") - units.of("page_cpu_at_a_million")) * max(items / 1e6 - 1, 0) / 9,
    )


def looks_a_second(plan: Plan, units: Units) -> float:
    """Give how often PostgreSQL has an archive looked at."""
    return plan.archives / units.of("look_every")
