namespace Payments.EndToEnd.Tests;

/// <summary>How long the long proofs are: <c>./test</c> makes them short, <c>./test deep</c> in full.</summary>
internal static class TestDepth
{
    /// <summary>Whether the full run is asked for.</summary>
    public static bool IsDeep { get; } = Environment.GetEnvironmentVariable("PAYMENTS_TEST_DEPTH") == "deep";

    /// <summary>One of two figures.</summary>
    public static int Of(int brief, int deep) => IsDeep ? deep : brief;
}
