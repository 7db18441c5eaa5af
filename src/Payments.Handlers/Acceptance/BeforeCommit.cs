using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>What goes before each try to commit a change.</summary>
/// <typeparam name="T">What the change makes.</typeparam>
/// <param name="Began">
/// When its request began: a try that would commit more than <see cref="AcceptanceLimits.Longest"/> after that is given
/// up.
/// </param>
/// <param name="PrepareAsync">Prepares the commit of what was decided.</param>
public sealed record BeforeCommit<T>(long Began, Func<Decision<T>.Accepted, Task> PrepareAsync);
