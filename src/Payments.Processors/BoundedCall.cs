namespace Payments.Processors;

/// <summary>Requests to a processor that may not be answered.</summary>
internal static class BoundedCall
{
    /// <summary>
    /// What the requests of an operation come to. A caller that gives up is no timeout: its cancellation is thrown.
    /// </summary>
    /// <param name="call">The requests.</param>
    /// <param name="timeout">How long they may take together, with their repetitions.</param>
    /// <param name="isUnanswered">Whether a fault leaves open what became of a request.</param>
    /// <param name="unanswered">What is returned then; also after a timeout.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call,
        TimeSpan timeout,
        Func<Exception, bool> isUnanswered,
        Func<Exception, T> unanswered,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception fault) when (IsUnanswered(fault))
        {
            return unanswered(fault);
        }

        bool IsUnanswered(Exception fault) =>
            fault is HttpRequestException or IOException
            || (fault is OperationCanceledException
                ? !cancellationToken.IsCancellationRequested
                : isUnanswered(fault));
    }
}
