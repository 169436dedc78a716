"""Network of themes: which are named together, how central each is, and which belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._cooccurrence import cooccurrence
from textmine.analysis._result import Result

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

    Floats = NDArray[np.float64]


def network(tables: Tables, *, role: str = "problem") -> Result:
    """Themes as nodes, pairs of themes named in the same report as edges.

    Frequent themes meet by chance, so an edge's weight is the association in excess of chance: the phi coefficient of the two
    themes over reports, where it is positive; others have no edge. ``more`` edges are those told from chance (see
    ``cooccurrence``); the other edges are shown but should not be read one by one.

    Returns
    -------
    Frame with one row a theme: theme, reports (that name it), degree (its ``more`` edges), strength (sum of the weights of its
    edges), betweenness (share of shortest paths between other themes that lead over it, distance 1 / weight; Brandes
    2001, Journal of Mathematical Sociology 25:163–177), eigenvector (centrality, 0 to 1; Bonacich 1972), community
    (number of its community, 1 for the largest; greedy modularity, Clauset, Newman & Moore 2004, Physical Review E
    70:066111; a theme without edges is alone).
    ``params["edges"]`` lists the edges: a, b, k (reports with both), weight, more; ``params["modularity"]``.
    """
    import numpy as np
    import pandas as pd

    pairs = cooccurrence(tables, role=role)
    frame = pairs.frame
    themes = list(dict.fromkeys([*frame["a"], *frame["b"]]))
    place = {theme: number for number, theme in enumerate(themes)}
    weight = np.zeros((len(themes), len(themes)))
    reports = np.zeros(len(themes), dtype=int)
    degree = np.zeros(len(themes), dtype=int)
    edges = []
    phi = _phi(frame)
    listed = zip(
        frame["a"], frame["b"], frame["k_a"], frame["k_b"], frame["k"], frame["more"], phi, strict=True
    )
    for a, b, k_a, k_b, k, more, strength in listed:
        i, j = place[a], place[b]
        reports[i], reports[j] = int(k_a), int(k_b)
        if strength > 0:
            weight[i, j] = weight[j, i] = strength
            degree[[i, j]] += bool(more)
            edges.append({"a": a, "b": b, "k": int(k), "weight": float(strength), "more": bool(more)})
    community, modularity = _communities(weight)
    nodes = pd.DataFrame(
        {
            "theme": themes,
            "reports": reports,
            "degree": degree,
            "strength": weight.sum(axis=1),
            "betweenness": _betweenness(weight),
            "eigenvector": _eigenvector(weight),
            "community": community,
        }
    )
    edges.sort(key=lambda edge: (-float(edge["weight"]), str(edge["a"])))
    params = {**pairs.params, "edges": edges, "modularity": modularity}
    return Result(nodes, params, "network")


def _phi(frame: pd.DataFrame) -> Floats:
    import numpy as np

    n, k_a, k_b, k = (frame[name].to_numpy(dtype=float) for name in ("n", "k_a", "k_b", "k"))
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = (n * k - k_a * k_b) / np.sqrt(k_a * k_b * (n - k_a) * (n - k_b))
    return np.asarray(np.nan_to_num(phi, nan=0.0, posinf=0.0, neginf=0.0), dtype=float)


def _eigenvector(weight: Floats) -> Floats:
    """Principal eigenvector of the largest component, scaled to 1; nodes apart from it get 0."""
    import numpy as np

    if not weight.any():
        return np.zeros(len(weight))
    values, vectors = np.linalg.eigh(weight)
    leading = np.abs(vectors[:, int(np.argmax(values))])
    leading[leading < 1e-9] = 0.0
    return np.asarray(leading / leading.max())


def _betweenness(weight: Floats) -> Floats:
    """Brandes' algorithm with Dijkstra's search; shares of all pairs of other nodes."""
    import heapq

    import numpy as np

    n = len(weight)
    result = np.zeros(n)
    for source in range(n):
        distance = np.full(n, np.inf)
        paths = np.zeros(n)
        before: list[list[int]] = [[] for _ in range(n)]
        distance[source], paths[source] = 0.0, 1.0
        queue, done = [(0.0, source)], []
        seen: set[int] = set()
        while queue:
            far, node = heapq.heappop(queue)
            if node in seen:
                continue
            seen.add(node)
            done.append(node)
            for other in np.flatnonzero(weight[node]).tolist():
                length = far + 1.0 / weight[node, other]
                if length < distance[other] - 1e-12:
                    distance[other], paths[other], before[other] = length, paths[node], [node]
                    heapq.heappush(queue, (length, other))
                elif abs(length - distance[other]) <= 1e-12 and other not in seen:
                    paths[other] += paths[node]
                    before[other].append(node)
        flow = np.zeros(n)
        for node in reversed(done):
            for earlier in before[node]:
                flow[earlier] += paths[earlier] / paths[node] * (1 + flow[node])
            if node != source:
                result[node] += flow[node]
    pairs = (n - 1) * (n - 2)
    return result / pairs if pairs else result


def _communities(weight: Floats) -> tuple[list[int], float]:
    """Communities of greedy modularity, numbered by size, and their modularity."""
    import numpy as np

    n = len(weight)
    total = weight.sum()
    groups: list[list[int]] = [[node] for node in range(n)]
    if total > 0:
        shares = weight / total
        ends = shares.sum(axis=1)
        while len(groups) > 1:
            gains = [
                (2 * float(shares[np.ix_(a, b)].sum() - ends[a].sum() * ends[b].sum()), i, j)
                for i, a in enumerate(groups)
                for j, b in enumerate(groups)
                if i < j
            ]
            gain, i, j = max(gains, key=lambda item: (item[0], -item[1], -item[2]))
            if gain <= 1e-12:
                break
            groups[i] = sorted(groups[i] + groups[j])
            del groups[j]
    groups.sort(key=lambda group: (-len(group), group[0]))
    number = [0] * n
    for place, group in enumerate(groups, start=1):
        for node in group:
            number[node] = place
    modularity = 0.0
    if total > 0:
        for group in groups:
            modularity += float(shares[np.ix_(group, group)].sum() - ends[group].sum() ** 2)
    return number, modularity
