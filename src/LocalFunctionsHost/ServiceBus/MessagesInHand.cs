using System.Collections.Concurrent;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// What functions have in hand, by lock token and by session (MessagingProvider.ActionsCache and SessionActionsCache):
/// a settlement names no more than these.
/// </summary>
internal sealed class MessagesInHand
{
    private readonly ConcurrentDictionary<string, IMessageInHand> _messages = new();
    private readonly ConcurrentDictionary<string, ISessionInHand> _sessions = new();

    public void Add(string lockToken, IMessageInHand message) => _messages[lockToken] = message;

    public void Add(string sessionId, ISessionInHand session) => _sessions[sessionId] = session;

    public void RemoveMessage(string lockToken) => _messages.TryRemove(lockToken, out _);

    public void RemoveSession(string sessionId) => _sessions.TryRemove(sessionId, out _);

    public IMessageInHand? FindMessage(string lockToken) => _messages.GetValueOrDefault(lockToken);

    public ISessionInHand? FindSession(string sessionId) => _sessions.GetValueOrDefault(sessionId);
}
