// The seeds already use every core; in parallel with them, every other test would take as long as they do.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
