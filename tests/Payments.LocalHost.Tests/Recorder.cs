using System.Collections.Concurrent;

namespace Payments.LocalHost.Tests;

/// <summary>What the functions of a test's host have been called with, and a gate that they may wait at.</summary>
public sealed class Recorder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changed = new(0);
    private readonly ConcurrentQueue<string> _calls = new();

    public IReadOnlyList<string> Calls => [.. _calls];

    public Task Gate => _gate.Task;

    public void Add(string call)
    {
        _calls.Enqueue(call);
        _changed.Release();
    }

    public void Dispose() => _changed.Dispose();

    public void Release() => _gate.TrySetResult();

    /// <summary>Waits until there have been so many calls.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(int calls)
    {
        while (_calls.Count < calls)
            Assert.True(await _changed.WaitAsync(Patience), $"{_calls.Count} calls came of {calls}");
        return Calls;
    }
}
