namespace Payments.Handlers.Queue;

/// <summary>Concurrent inquiries at the processor.</summary>
internal static class ProcessorQueries
{
    /// <summary>How many run at once per delivery: the processor may be in trouble.</summary>
    private const int MaxConcurrency = 5;

    /// <summary>The results, in the order of the items.</summary>
    public static async Task<TAnswer[]> QueryEachAsync<T, TAnswer>(
        this IEnumerable<T> subjects, Func<T, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(MaxConcurrency);
        return await Task.WhenAll(subjects.Select(async subject =>
        {
            await room.WaitAsync(cancellationToken);
            try
            {
                return await ask(subject);
            }
            finally
            {
                room.Release();
            }
        }));
    }
}
