// Each test starts services of its own; on two cores, running them one by one is faster than in parallel.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
