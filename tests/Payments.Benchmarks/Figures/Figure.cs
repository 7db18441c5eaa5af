namespace Payments.Benchmarks.Figures;

/// <summary>One measured figure, as a row of docs/performance.md.</summary>
/// <param name="Goal">What is measured.</param>
/// <param name="Measured">The figure with its unit.</param>
/// <param name="Ratio">The figure divided by what it is compared with in the same run; may be empty.</param>
/// <param name="Bound">What is asked for; empty for a figure that only explains another.</param>
/// <param name="IsMet">Whether the bound holds; null if there is none.</param>
internal sealed record Figure(string Goal, string Measured, string Ratio, string Bound, bool? IsMet)
{
    /// <summary>A figure without a bound.</summary>
    public static Figure Plain(string goal, string measured, string ratio = "") => new(goal, measured, ratio, "", null);
}
