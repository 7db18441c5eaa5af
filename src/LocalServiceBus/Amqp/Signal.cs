namespace LocalServiceBus.Amqp;

/// <summary>Tells whoever waits that something has changed since it last looked.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = Unset();

    /// <summary>Completes when the signal is next set; taken before looking, so that nothing is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, Unset()).SetResult();

    private static TaskCompletionSource Unset() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
