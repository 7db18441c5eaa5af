namespace Payments.Handlers.Writing;

/// <summary>What precedes each attempt to commit a change.</summary>
/// <param name="Began">When the request began: it is abandoned once it has taken too long.</param>
/// <param name="PrepareAsync">
/// Prepares the commit. Its argument says whether it ran before, for an attempt that ended in a conflict.
/// </param>
public sealed record CommitPreparation(long Began, Func<bool, Task> PrepareAsync);
