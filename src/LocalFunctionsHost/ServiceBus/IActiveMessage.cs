using Azure.Messaging.ServiceBus;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>A message that a function is processing, with its settlement operations; the host holds its lock.</summary>
internal interface IActiveMessage
{
    Task CompleteAsync(CancellationToken cancellation);

    Task AbandonAsync(IDictionary<string, object>? changed, CancellationToken cancellation);

    Task DeferAsync(IDictionary<string, object>? changed, CancellationToken cancellation);

    Task DeadLetterAsync(
        Dictionary<string, object>? changed, string? reason, string? description, CancellationToken cancellation);

    Task RenewLockAsync(CancellationToken cancellation);
}

/// <summary>A session with a message that a function is processing.</summary>
internal interface IActiveSession
{
    Task<BinaryData?> GetStateAsync(CancellationToken cancellation);

    Task SetStateAsync(BinaryData? state, CancellationToken cancellation);

    Task<DateTimeOffset> RenewLockAsync(CancellationToken cancellation);

    void Release();
}

internal sealed class QueueMessage(ProcessMessageEventArgs args) : IActiveMessage
{
    public Task CompleteAsync(CancellationToken cancellation) => args.CompleteMessageAsync(args.Message, cancellation);

    public Task AbandonAsync(IDictionary<string, object>? changed, CancellationToken cancellation) =>
        args.AbandonMessageAsync(args.Message, changed, cancellation);

    public Task DeferAsync(IDictionary<string, object>? changed, CancellationToken cancellation) =>
        args.DeferMessageAsync(args.Message, changed, cancellation);

    public Task DeadLetterAsync(
        Dictionary<string, object>? changed, string? reason, string? description, CancellationToken cancellation) =>
        changed is null
            ? args.DeadLetterMessageAsync(args.Message, reason, description, cancellation)
            : args.DeadLetterMessageAsync(args.Message, changed, reason, description, cancellation);

    public Task RenewLockAsync(CancellationToken cancellation) =>
        args.RenewMessageLockAsync(args.Message, cancellation);
}

internal sealed class SessionMessage(ProcessSessionMessageEventArgs args) : IActiveMessage, IActiveSession
{
    public Task CompleteAsync(CancellationToken cancellation) => args.CompleteMessageAsync(args.Message, cancellation);

    public Task AbandonAsync(IDictionary<string, object>? changed, CancellationToken cancellation) =>
        args.AbandonMessageAsync(args.Message, changed, cancellation);

    public Task DeferAsync(IDictionary<string, object>? changed, CancellationToken cancellation) =>
        args.DeferMessageAsync(args.Message, changed, cancellation);

    public Task DeadLetterAsync(
        Dictionary<string, object>? changed, string? reason, string? description, CancellationToken cancellation) =>
        changed is null
            ? args.DeadLetterMessageAsync(args.Message, reason, description, cancellation)
            : args.DeadLetterMessageAsync(args.Message, changed, reason, description, cancellation);

    /// <summary>A message of a session has no lock of its own, so this renews the session's.</summary>
    async Task IActiveMessage.RenewLockAsync(CancellationToken cancellation) =>
        await args.RenewSessionLockAsync(cancellation);

    public async Task<BinaryData?> GetStateAsync(CancellationToken cancellation) =>
        await args.GetSessionStateAsync(cancellation);

    public Task SetStateAsync(BinaryData? state, CancellationToken cancellation) =>
        args.SetSessionStateAsync(state, cancellation);

    public async Task<DateTimeOffset> RenewLockAsync(CancellationToken cancellation)
    {
        await args.RenewSessionLockAsync(cancellation);
        return args.SessionLockedUntil;
    }

    public void Release() => args.ReleaseSession();
}
