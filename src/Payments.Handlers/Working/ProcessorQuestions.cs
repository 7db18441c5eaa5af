namespace Payments.Handlers;

/// <summary>Several questions to the processor, asked side by side.</summary>
internal static class ProcessorQuestions
{
    /// <summary>How many are under way at once for one delivery: the processor may be in trouble.</summary>
    private const int AtOnce = 5;

    /// <summary>The answers, in the order of what was asked about.</summary>
    public static async Task<TAnswer[]> AskEachAsync<T, TAnswer>(
        this IEnumerable<T> subjects, Func<T, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(AtOnce);
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
