namespace LocalServiceBus.Broker;

/// <summary>Work with a result.</summary>
internal sealed class Work<T>(Func<Transaction, T> work) : IWork
{
    // A caller's continuation must not block the store.
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Outcome => _outcome.Task;

    public void Run(Transaction transaction) => _result = work(transaction);

    public void Complete() => _outcome.SetResult(_result);

    public void Fail(Exception exception) => _outcome.SetException(exception);
}
