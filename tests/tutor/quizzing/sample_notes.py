"""Small notes, each written for one pattern of questions."""

from __future__ import annotations

DEFINITIONS = (
    """\
# 1.01 Drift

## Kinds

**Data drift** is a change in the distribution of the inputs. **Concept drift** is a change in the
relation that ties target to columns. **Prediction drift** is a change in the distribution of the
outputs. **Seasonality** is a pattern of the calendar that comes back each year. **Skew** is a
difference of values met in serving and values met in fitting.

The exam is a multiple-choice test of skill. A pipeline is a thing (unverified).
""".replace("\nrelation", " relation")
    .replace("\noutputs", " outputs")
    .replace("\ndiff", " diff")
)

TRAPS = """\
# 3.05 Tuning

## Traps

| Trap | What is true |
|---|---|
| `max_evals` counts the seconds of a search | The argument counts the settings to try |
| `hp.quniform` draws nothing but integers | The expression `hp.quniform` draws floats |
| Hyperopt is one of the parts of Spark ML | Hyperopt is a library of its own kind |
| A loss in a dict is maximised by `fmin` | A loss in a dict is minimised by `fmin` |
"""

TABLES = """\
# 3.06 Search

## Arguments of the search

| Argument | Meaning |
|---|---|
| `fn` | Objective that gets one setting |
| `space` | Ranges from which values come |
| `algo` | Rule that proposes new settings |
| `trials` | Object that records the losses |

## Offline or online

| Question | Offline table | Online table |
|---|---|---|
| Storage | Delta files in a bucket | Rows in a fast database |
| Access | Scans over many records | Lookups by a primary key |
| Delay | Seconds up to minutes | Just a few milliseconds |
"""

LISTS = """\
# 1.13 Tracking

Experiment Tracker records:

- Parameters
- Metrics
- Artifacts

The Feature Hub records:

- Lookups
- Discovery
- Backfills

To create a cluster:

1. Open the compute page
2. Press the create button
3. Pick a machine runtime
4. Set the worker count
5. Confirm with the button
"""

DEFAULTS = """\
# 3.09 Folds

The default of `numFolds` in `CrossValidator` is 3. The default of `parallelism` is 1.
`maxDepth` defaults to 5. `numTrees` defaults to 20.
"""

CARDS = """\
Scenario Tips

If the question asks about:

A team sees that the errors on new rows grow month by month. What helps?

Answer:

Retrain the model with recent rows

If the question asks about:

A search with many parameters takes too long. What helps?

Answer:

Draw the settings at random

If the question asks about:

A column has gaps in a tenth of the rows. What helps?

Answer:

Impute the column by its median

If the question asks about:

Two services need the same column at once. What helps?

Answer:

Publish the column in a store
"""

FLATTENED = """\
API Table

APIPurpose
start_run()Begin a new run
log_param()Store one setting
log_metric()Store one score
log_artifact()Store one file

Begin with start_run() and end_run(). Store a setting with log_param(), one score with
log_metric() and a file with log_artifact().
"""

# By file: a course with something for each of the commonest patterns.
COURSE = {
    "1-drift/1.01-drift.md": DEFINITIONS,
    "1-drift/1.13-lists.md": LISTS,
    "3-tuning/3.05-traps.md": TRAPS,
    "3-tuning/3.06-tables.md": TABLES,
    "3-tuning/3.09-folds.md": DEFAULTS,
    "cards.md": CARDS,
}
