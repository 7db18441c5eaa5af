namespace Payments.Benchmarks.Flat;

/// <summary>The size of what is reachable.</summary>
internal static class Heap
{
    /// <summary>In bytes, after everything that is not reachable was collected.</summary>
    public static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
