using Payments.Benchmarks.Figures;

namespace Payments.Benchmarks;

/// <summary>A part of <c>./run bench</c>, which can be run alone.</summary>
internal interface IPart
{
    /// <summary>As it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a few words.</summary>
    string Description { get; }

    /// <summary>Measures.</summary>
    Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter);
}
