using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalFunctionsHost.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// Settles messages for the worker, like SettlementService of the Service Bus extension: a token or session that no
/// function is processing gives FailedPrecondition, and any exception of the SDK gives Unknown with its text. After a
/// lost session the SDK throws an ObjectDisposedException, not a ServiceBusException.
/// </summary>
internal sealed class SettlementService(ActiveMessages active) : Settlement.SettlementBase
{
    private static readonly Empty Done = new();

    public override Task<Empty> Complete(CompleteRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, message => message.CompleteAsync(context.CancellationToken));

    public override Task<Empty> Abandon(AbandonRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, message => message.AbandonAsync(
            ChangedProperties.Decode(request.PropertiesToModify), context.CancellationToken));

    public override Task<Empty> Defer(DeferRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, message => message.DeferAsync(
            ChangedProperties.Decode(request.PropertiesToModify), context.CancellationToken));

    public override Task<Empty> Deadletter(DeadletterRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, message => message.DeadLetterAsync(
            ChangedProperties.Decode(request.PropertiesToModify),
            request.DeadletterReason,
            request.DeadletterErrorDescription,
            context.CancellationToken));

    public override Task<Empty> RenewMessageLock(RenewMessageLockRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, message => message.RenewLockAsync(context.CancellationToken));

    public override Task<GetSessionStateResponse> GetSessionState(
        GetSessionStateRequest request, ServerCallContext context) =>
        WithSessionAsync(request.SessionId, async session =>
        {
            var state = await session.GetStateAsync(context.CancellationToken);
            return new GetSessionStateResponse
            {
                SessionState = state is null ? ByteString.Empty : ByteString.CopyFrom(state.ToMemory().Span),
            };
        });

    public override Task<Empty> SetSessionState(SetSessionStateRequest request, ServerCallContext context) =>
        WithSessionAsync(request.SessionId, async session =>
        {
            var state = request.SessionState.IsEmpty ? null : BinaryData.FromBytes(request.SessionState.Memory);
            await session.SetStateAsync(state, context.CancellationToken);
            return Done;
        });

    public override Task<Empty> ReleaseSession(ReleaseSessionRequest request, ServerCallContext context) =>
        WithSessionAsync(request.SessionId, session =>
        {
            session.Release();
            return Task.FromResult(Done);
        });

    public override Task<RenewSessionLockResponse> RenewSessionLock(
        RenewSessionLockRequest request, ServerCallContext context) =>
        WithSessionAsync(request.SessionId, async session =>
        {
            var until = await session.RenewLockAsync(context.CancellationToken);
            return new RenewSessionLockResponse { LockedUntil = until.ToTimestamp() };
        });

    private Task<Empty> SettleAsync(string lockToken, Func<IActiveMessage, Task> settle) =>
        WithAsync(active.FindMessage(lockToken), $"LockToken {lockToken} not found.", async message =>
        {
            await settle(message);
            return Done;
        });

    private Task<T> WithSessionAsync<T>(string sessionId, Func<IActiveSession, Task<T>> act) =>
        WithAsync(active.FindSession(sessionId), $"SessionId {sessionId} not found.", act);

    private static async Task<TResult> WithAsync<T, TResult>(T? item, string notFound, Func<T, Task<TResult>> act)
        where T : class
    {
        if (item is null) throw new RpcException(new Status(StatusCode.FailedPrecondition, notFound));
        try
        {
            return await act(item);
        }
        catch (Exception fault)
        {
            throw new RpcException(new Status(StatusCode.Unknown, fault.ToString()));
        }
    }
}
