"""Documents that take longer than anybody waits."""


def pigeons(birds, holes, *, claims=("quick", "slow", "later")):
    """Birds in holes: that no two are in one hole is what no solver sees quickly to be impossible. The claim in the middle is slow."""
    lines = ["terms pigeons", "  default permitted", "", "kind hole: " + ", ".join(f"h{i}" for i in range(holes)), "", "act nest"]
    lines += [f"  p{i} : hole" for i in range(birds)]
    apart = [f"      - not p{i} = p{j}" for i in range(birds) for j in range(i)]
    for name in claims:
        lines += ["", f"claim {name}", "  nest is never " + ("permitted" if name.startswith("slow") else "forbidden")]
        lines += ["    when all of", *apart] if name.startswith("slow") else []
    return "\n".join(lines) + "\n"
