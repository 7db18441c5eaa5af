using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>What goes before each try to commit a change.</summary>
/// <typeparam name="T">What the change makes.</typeparam>
/// <param name="Began">When its request began; without one, the change begins with its turn.</param>
/// <param name="PrepareAsync">Prepares the commit of what was decided.</param>
public sealed record BeforeCommit<T>(long Began, Func<Decision<T>.Accepted, Task> PrepareAsync);
