using Payments.Ledger.Identity;

namespace Payments.Handlers.Writing;

/// <summary>
/// The caller in whose request the current execution makes its changes; it flows with the asynchronous calls, as a
/// <see cref="ReproducibleExecution"/> does. Ambient, because only two places know it, the one that has authenticated
/// the caller and the one that stamps a change: no decision depends on it, and as a parameter it would be in every
/// signature between them. What no caller's request runs, such as a queue's work, is the service's own.
/// </summary>
public static class ActingCaller
{
    private static readonly AsyncLocal<Actor?> Acting = new();

    /// <summary>Who makes the changes of the current execution.</summary>
    public static Actor Current => Acting.Value ?? Actor.Service.Instance;

    /// <summary>Runs the work of a caller's request.</summary>
    public static async Task<T> RunAsync<T>(CredentialId credential, Func<Task<T>> work)
    {
        // A value set in an async method is visible to it and its callees only: the caller keeps its own.
        Acting.Value = new Actor.Caller(credential);
        return await work();
    }
}
