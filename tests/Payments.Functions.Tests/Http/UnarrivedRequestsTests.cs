using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payments.Functions.Http;

namespace Payments.Functions.Tests.Http;

public sealed class UnarrivedRequestsTests
{
    /// <summary>Where the ASP.NET Core integration keeps a request that has arrived.</summary>
    private const string Arrived = "HttpRequestContext";

    private readonly FakeLogger<UnarrivedRequests> _log = new();

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
            Assert.Single(_log.Collector.GetSnapshot().Select(
                record => (record.Level, record.Message, record.Exception))));
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
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    private async Task<Exception?> FailAsync(FunctionContext context, Exception fault) =>
        await Record.ExceptionAsync(() => RunAsync(context, fault));

    private Task RunAsync(FunctionContext context, Exception fault) =>
        new UnarrivedRequests(_log).Invoke(context, _ => Task.FromException(fault));
}
