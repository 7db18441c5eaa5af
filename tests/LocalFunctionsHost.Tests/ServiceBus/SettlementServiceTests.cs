using Google.Protobuf;
using Grpc.Core;
using LocalFunctionsHost.Protocol;
using LocalFunctionsHost.ServiceBus;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace LocalFunctionsHost.Tests.ServiceBus;

/// <summary>The operations that the test app's functions do not use: sessions, and errors.</summary>
public sealed class SettlementServiceTests
{
    private readonly ActiveMessages _active = new();
    private readonly SettlementService _service;

    public SettlementServiceTests() => _service = new SettlementService(_active);

    [Fact]
    public async Task A_session_s_state_is_read_and_written()
    {
        var session = new Session { State = BinaryData.FromString("before") };
        _active.Add("s", session);
        var read = await _service.GetSessionState(new GetSessionStateRequest { SessionId = "s" }, Call());
        Assert.Equal("before", read.SessionState.ToStringUtf8());

        var after = ByteString.CopyFromUtf8("after");
        await _service.SetSessionState(new SetSessionStateRequest { SessionId = "s", SessionState = after }, Call());
        Assert.Equal("after", session.State!.ToString());

        await _service.SetSessionState(new SetSessionStateRequest { SessionId = "s" }, Call());
        Assert.Null(session.State);
        var none = await _service.GetSessionState(new GetSessionStateRequest { SessionId = "s" }, Call());
        Assert.True(none.SessionState.IsEmpty);
    }

    [Fact]
    public async Task A_session_is_released_and_its_lock_renewed()
    {
        var session = new Session();
        _active.Add("s", session);
        var renewed = await _service.RenewSessionLock(new RenewSessionLockRequest { SessionId = "s" }, Call());
        Assert.Equal(Session.Until, renewed.LockedUntil.ToDateTimeOffset());
        await _service.ReleaseSession(new ReleaseSessionRequest { SessionId = "s" }, Call());
        Assert.True(session.IsReleased);
    }

    [Fact]
    public async Task An_unknown_message_or_session_is_a_failed_precondition()
    {
        var message = await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(
            () => _service.Complete(new CompleteRequest { Locktoken = "t" }, Call()));
        Assert.Equal(StatusCode.FailedPrecondition, message.StatusCode);
        Assert.Equal("LockToken t not found.", message.Status.Detail);

        var session = await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(
            () => _service.ReleaseSession(new ReleaseSessionRequest { SessionId = "s" }, Call()));
        Assert.Equal("SessionId s not found.", session.Status.Detail);
    }

    [Fact]
    public async Task An_exception_of_the_SDK_after_a_lost_session_is_reported_as_Unknown()
    {
        _active.Add("s", new Session { IsLost = true });
        var fault = await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(
            () => _service.RenewSessionLock(new RenewSessionLockRequest { SessionId = "s" }, Call()));
        Assert.Equal(StatusCode.Unknown, fault.StatusCode);
        Assert.Contains(nameof(ObjectDisposedException), fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_properties_keep_their_types()
    {
        AmqpSymbol time = "com.microsoft:datetime-offset";
        var map = new AmqpMap
        {
            [new MapKey("text")] = "t",
            [new MapKey("number")] = 7L,
            [new MapKey("uri")] = new DescribedType((AmqpSymbol)"com.microsoft:uri", "http://example.com/"),
            [new MapKey("time")] = new DescribedType(time, Session.Until.UtcTicks),
            [new MapKey("span")] = new DescribedType((AmqpSymbol)"com.microsoft:timespan", TimeSpan.TicksPerHour),
        };
        using var buffer = new ByteBuffer(64, autoGrow: true);
        AmqpCodec.EncodeMap(map, buffer);
        var changed = ChangedProperties.Decode(ByteString.CopyFrom(buffer.Buffer, buffer.Offset, buffer.Length));
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["text"] = "t",
                ["number"] = 7L,
                ["uri"] = new Uri("http://example.com/"),
                ["time"] = Session.Until,
                ["span"] = TimeSpan.FromHours(1),
            },
            changed);
        Assert.Null(ChangedProperties.Decode(ByteString.Empty));
    }

    private static NoCall Call() => new();

    private sealed class Session : IActiveSession
    {
        public static readonly DateTimeOffset Until = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public BinaryData? State { get; set; }

        public bool IsReleased { get; private set; }

        public bool IsLost { get; init; }

        public Task<BinaryData?> GetStateAsync(CancellationToken cancellation) => Task.FromResult(State);

        public Task SetStateAsync(BinaryData? state, CancellationToken cancellation)
        {
            State = state;
            return Task.CompletedTask;
        }

        public Task<DateTimeOffset> RenewLockAsync(CancellationToken cancellation) =>
            IsLost ? throw new ObjectDisposedException("receiver") : Task.FromResult(Until);

        public void Release() => IsReleased = true;
    }

    /// <summary>The service uses only the call's cancellation token.</summary>
    private sealed class NoCall : ServerCallContext
    {
        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override string MethodCore => throw new NotSupportedException();

        protected override string HostCore => throw new NotSupportedException();

        protected override string PeerCore => throw new NotSupportedException();

        protected override DateTime DeadlineCore => throw new NotSupportedException();

        protected override Metadata RequestHeadersCore => throw new NotSupportedException();

        protected override Metadata ResponseTrailersCore => throw new NotSupportedException();

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => throw new NotSupportedException();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) =>
            throw new NotSupportedException();
    }
}
