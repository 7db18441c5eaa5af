using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

/// <summary>Books that yield before each call, so that concurrent reads and writes collide.</summary>
internal sealed class YieldingBooks(ISandboxBooks books) : ISandboxBooks
{
    private TaskCompletionSource? _meeting;
    private int _writers;
    private int _lost;

    /// <summary>How many writes lost to another.</summary>
    public int Lost => _lost;

    /// <summary>
    /// From now on the first write waits for a second one: both of them have read by then, so one of them loses.
    /// </summary>
    public void ExpectMeeting() =>
        _meeting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await books.FindAsync(organization, reference, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(
        IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (_meeting is { } meeting)
        {
            if (Interlocked.Increment(ref _writers) > 1) meeting.TrySetResult();
            await meeting.Task;
        }

        var written = await books.TryWriteAsync(entries, cancellationToken);
        if (!written) Interlocked.Increment(ref _lost);
        return written;
    }

    public IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, CancellationToken cancellationToken) =>
        books.ListAsync(organization, cancellationToken);
}
