using System.Collections.Concurrent;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// The messages and sessions that functions are processing, by lock token and by session id
/// (MessagingProvider.ActionsCache and SessionActionsCache): a settlement can refer to nothing else.
/// </summary>
internal sealed class ActiveMessages
{
    private readonly ConcurrentDictionary<string, IActiveMessage> _messages = new();
    private readonly ConcurrentDictionary<string, IActiveSession> _sessions = new();

    public void Add(string lockToken, IActiveMessage message) => _messages[lockToken] = message;

    public void Add(string sessionId, IActiveSession session) => _sessions[sessionId] = session;

    public void RemoveMessage(string lockToken) => _messages.TryRemove(lockToken, out _);

    public void RemoveSession(string sessionId) => _sessions.TryRemove(sessionId, out _);

    public IActiveMessage? FindMessage(string lockToken) => _messages.GetValueOrDefault(lockToken);

    public IActiveSession? FindSession(string sessionId) => _sessions.GetValueOrDefault(sessionId);
}
