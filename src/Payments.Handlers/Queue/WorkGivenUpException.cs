namespace Payments.Handlers.Queue;

/// <summary>
/// Work that was tried as often as it may be, by a schedule of its own, and now needs a person: its message becomes a
/// dead letter at once.
/// </summary>
/// <param name="reason">The dead letter's reason: a code.</param>
/// <param name="message">A sentence that an operator can act on.</param>
public sealed class WorkGivenUpException(string reason, string message) : Exception(message)
{
    /// <summary>The dead letter's reason: a code.</summary>
    public string Reason { get; } = reason;
}
