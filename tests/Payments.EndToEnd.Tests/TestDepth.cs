namespace Payments.EndToEnd.Tests;

/// <summary>
/// The length of the long tests: <c>./test</c> makes them short, <c>./test deep</c> runs them in full.
/// </summary>
internal static class TestDepth
{
    /// <summary>Whether the full run was requested.</summary>
    public static bool IsDeep { get; } = Environment.GetEnvironmentVariable("PAYMENTS_TEST_DEPTH") == "deep";

    /// <summary>Chooses between the short and the full run.</summary>
    public static int Choose(int brief, int deep) => IsDeep ? deep : brief;
}
