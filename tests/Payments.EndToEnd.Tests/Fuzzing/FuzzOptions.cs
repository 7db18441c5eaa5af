using System.Globalization;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>
/// Which requests a run sends. A failing one is sent again, alone, with <c>PAYMENTS_FUZZ_SEED</c>,
/// <c>PAYMENTS_FUZZ_FIRST</c> and <c>PAYMENTS_FUZZ_COUNT</c> in the environment.
/// </summary>
internal sealed record FuzzOptions(int Seed, int First, int Count)
{
    private const string Prefix = "PAYMENTS_FUZZ_";

    /// <summary>How long a response may take: an operation ends within 9 seconds, a body within 10.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether these are single requests, given by number, of which nothing on average holds.</summary>
    public bool IsReplay => Count < 1_000;

    /// <summary>
    /// The requests of the environment, or else so many: of the same seed each time in the short run, which is to tell
    /// whether a change broke something, and of a new one in the long run, which is to find what nobody knows.
    /// </summary>
    public static FuzzOptions Read(int count) => new(
        Read("SEED", TestDepth.IsDeep ? Random.Shared.Next() : 1), Read("FIRST", 0), Read("COUNT", count));

    public string ToReplay(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}SEED={Seed} {Prefix}FIRST={number} {Prefix}COUNT=1 "
        + $"dotnet test tests/Payments.EndToEnd.Tests -c Release --filter {nameof(FuzzedService)}");

    private static int Read(string name, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(Prefix + name), CultureInfo.InvariantCulture, out var given)
        ? given
        : otherwise;
}
