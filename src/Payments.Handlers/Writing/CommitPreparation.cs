namespace Payments.Handlers.Writing;

/// <summary>What goes before each try to commit a change.</summary>
/// <param name="Began">When its request began: it is given up once it has taken too long.</param>
/// <param name="PrepareAsync">
/// Prepares the commit. It is told whether it was called before, for a try that came back as a conflict.
/// </param>
public sealed record CommitPreparation(long Began, Func<bool, Task> PrepareAsync);
