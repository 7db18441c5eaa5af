// Each test starts services of its own: on two cores, one after the other is faster than all at once.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
