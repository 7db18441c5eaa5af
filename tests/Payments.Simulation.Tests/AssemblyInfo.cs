// The seeds take every core as it is; side by side, each of the other tests would take as long as they.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
