using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Functions.Http;

namespace Payments.Functions.Tests.Http;

public sealed class UnarrivedRequestsTests
{
    /// <summary>Where the ASP.NET Core integration keeps a request that has arrived.</summary>
    private const string Arrived = "HttpRequestContext";

    private readonly Lines _log = new();

    public static TheoryData<Exception, LogLevel> Waits => new()
    {
        { new OperationCanceledException("canceled while waiting"), LogLevel.Information },
        { new TimeoutException("timed out waiting"), LogLevel.Warning },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_request_that_never_arrives_is_one_line_without_a_stack_trace(Exception fault, LogLevel level)
    {
        await RunAsync(new FakeContext("FlowPostRefund", default), fault);

        Assert.Equal(
            (level, $"FlowPostRefund did not get its request; invocation invocation-1. {fault.Message}", null),
            Assert.Single(_log.Logged));
    }

    [Fact]
    public async Task A_fault_of_a_function_or_of_a_queue_s_call_is_passed_on()
    {
        var canceled = new OperationCanceledException();
        var arrived = new FakeContext("FlowPostRefund", default) { Items = { [Arrived] = new DefaultHttpContext() } };

        Assert.Same(canceled, await FailAsync(arrived, canceled));
        Assert.Same(canceled, await FailAsync(new FakeContext("Refunds", default, "serviceBusTrigger"), canceled));
        var fault = new InvalidOperationException();
        Assert.Same(fault, await FailAsync(new FakeContext("FlowPostRefund", default), fault));
        Assert.Empty(_log.Logged);
    }

    private async Task<Exception?> FailAsync(FunctionContext context, Exception fault) =>
        await Record.ExceptionAsync(() => RunAsync(context, fault));

    private Task RunAsync(FunctionContext context, Exception fault) =>
        new UnarrivedRequests(_log).Invoke(context, _ => Task.FromException(fault));

    private sealed class Lines : ILogger<UnarrivedRequests>
    {
        public List<(LogLevel Level, string Line, Exception? Fault)> Logged { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Logged.Add((logLevel, formatter(state, exception), exception));
    }
}
