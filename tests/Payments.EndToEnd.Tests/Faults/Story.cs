namespace Payments.EndToEnd.Tests.Faults;

/// <summary>
/// What a client does with one order, in stages: the calls of a stage are sent at once, and the next stage begins when
/// all of them have a response.
/// </summary>
internal sealed class Story(string? order, IReadOnlyList<IReadOnlyList<Call>> stages)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The order's number; null for a story without one.</summary>
    public string? Order => order;

    public IEnumerable<Call> Calls => stages.SelectMany(stage => stage);

    /// <summary>The successful calls of a kind.</summary>
    public IEnumerable<Call> FindSuccessful(ResourceKind kind) =>
        Calls.Where(call => call.Kind == kind && call.HasSucceeded);

    /// <summary>Whether the story has calls of a kind.</summary>
    public bool Contains(ResourceKind kind) => Calls.Any(call => call.Kind == kind);

    /// <summary>Sends all calls from the start, once; returns true if the story reached its end.</summary>
    public async Task<bool> PlayAsync(HttpClient http)
    {
        foreach (var stage in stages)
        {
            var answered = await Task.WhenAll(stage.Select(call => call.SendAsync(http)));
            if (!answered.All(answer => answer)) return false;
        }

        return true;
    }

    /// <summary>Repeats the story until it reaches its end; returns false if that took too long.</summary>
    public async Task<bool> CompleteAsync(HttpClient http, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (!await PlayAsync(http))
        {
            if (limit.IsCancellationRequested) return false;
            await Task.Delay(Pause);
        }

        return true;
    }
}
