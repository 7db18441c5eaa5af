using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Benchmarks.Code;
using Payments.Benchmarks.Core;
using Payments.Benchmarks.Costs;
using Payments.Benchmarks.EndToEnd;
using Payments.Benchmarks.Flat;
using Payments.Benchmarks.HotOrder;
using Payments.Benchmarks.Saturation;

namespace Payments.Benchmarks;

/// <summary>The arguments of <c>./run bench</c>.</summary>
/// <param name="Parts">What is to be measured.</param>
/// <param name="Against">Another clone, to compare this one with; null for none.</param>
internal sealed record BenchmarkArguments(ImmutableArray<IPart> Parts, string? Against)
{
    private const string AgainstOption = "--against";

    /// <summary>How it is used.</summary>
    public static string Usage => string.Join('\n',
    [
        $"Usage: ./run bench [PART…] [{AgainstOption} DIR]",
        "Measures all parts, or those that are named, and writes docs/performance.md:",
        .. Create(null).Select(part => $"  {part.Name,-12} {part.Description}"),
        $"  {AgainstOption} DIR  a clone at another commit, whose service is measured beside this one's",
    ]);

    /// <summary>False if a part is unknown, or an option incomplete.</summary>
    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchmarkArguments? arguments)
    {
        arguments = null;
        var at = Array.IndexOf(args, AgainstOption);
        if (at >= 0 && at + 1 == args.Length) return false;
        var against = at < 0 ? null : Path.GetFullPath(args[at + 1]);
        string[] names = at < 0 ? args : [.. args[..at], .. args[(at + 2)..]];
        var parts = Create(against);
        if (names.Except(parts.Select(part => part.Name)).Any()) return false;
        arguments = new BenchmarkArguments(
            [.. parts.Where(part => names.Length == 0 || names.Contains(part.Name))], against);
        return true;
    }

    /// <summary>The command that measures a part; a directory of this machine is not named.</summary>
    public string Describe(IPart part) =>
        $"./run bench {part.Name}{(Against is null ? "" : $" {AgainstOption} DIR")}";

    private static ImmutableArray<IPart> Create(string? against) =>
    [
        new CorePart(),
        new CodePart(),
        new FlatPart(),
        new CostPart(),
        new SaturationPart(),
        new HotOrderPart(against),
        new EndToEndPart(against),
    ];
}
