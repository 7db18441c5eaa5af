namespace Payments.Handlers.Queue;

/// <summary>Several questions to the processor, asked side by side.</summary>
internal static class ProcessorQueries
{
    /// <summary>How many are under way at once for one delivery: the processor may be in trouble.</summary>
    private const int MaxConcurrency = 5;

    /// <summary>The answers, in the order of what was asked about.</summary>
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
