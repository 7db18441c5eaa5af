namespace LocalServiceBus.Amqp;

/// <summary>Tells a waiting task that something has changed since it last looked.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = CreateSource();

    /// <summary>Completes when the signal is next set. Take it before looking, so that no change is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, CreateSource()).SetResult();

    private static TaskCompletionSource CreateSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
