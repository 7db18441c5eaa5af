namespace Payments.EndToEnd.Tests.Faults;

/// <summary>
/// What a client wants of one order, in stages: the calls of a stage are sent at once, and the next stage begins when
/// all of them are answered.
/// </summary>
internal sealed class Story(string? order, IReadOnlyList<IReadOnlyList<Call>> stages)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The order's number; null for a story without one.</summary>
    public string? Order => order;

    /// <summary>All of its calls.</summary>
    public IEnumerable<Call> Calls => stages.SelectMany(stage => stage);

    /// <summary>What was made, of a kind.</summary>
    public IEnumerable<Call> Made(Makes kind) => Calls.Where(call => call.Makes == kind && call.IsMade);

    /// <summary>Whether something of a kind is among what is wanted.</summary>
    public bool Wants(Makes kind) => Calls.Any(call => call.Makes == kind);

    /// <summary>Sends all from the start, once; true if it came to its end.</summary>
    public async Task<bool> TellAsync(HttpClient http)
    {
        foreach (var stage in stages)
        {
            var answered = await Task.WhenAll(stage.Select(call => call.SendAsync(http)));
            if (!answered.All(answer => answer)) return false;
        }

        return true;
    }

    /// <summary>Tells it again and again until it comes to its end; false if that took too long.</summary>
    public async Task<bool> InsistAsync(HttpClient http, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (!await TellAsync(http))
        {
            if (limit.IsCancellationRequested) return false;
            await Task.Delay(Pause);
        }

        return true;
    }
}
