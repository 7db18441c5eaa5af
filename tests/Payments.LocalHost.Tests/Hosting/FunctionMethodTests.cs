using System.Net;
using System.Reflection;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.Tests.Hosting;

public sealed class FunctionMethodTests
{
    [Theory]
    [InlineData(nameof(Refused.UnknownParameter), "'amount'")]
    [InlineData(nameof(Refused.UnsupportedType), "'when'")]
    [InlineData(nameof(Refused.ActionsWithoutMessage), "'actions'")]
    [InlineData(nameof(Refused.WrongTrigger), "'message'")]
    [InlineData(nameof(Refused.NoTrigger), "0 trigger parameters")]
    [InlineData(nameof(Refused.ValueTaskAnswer), "ValueTask")]
    [InlineData(nameof(Refused.AnswerFromQueue), "Task")]
    public void What_cannot_be_bound_is_refused_at_the_start(string method, string reason)
    {
        var refusal = Assert.Throws<FunctionRefusedException>(
            () => FunctionMethod.Create(method, typeof(Refused).GetMethod(method)!));

        Assert.Contains($"'{method}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_of_an_assembly_is_found_once()
    {
        var names = FunctionCatalog.Find(Assembly.GetExecutingAssembly()).Select(function => function.Name).ToList();

        Assert.Contains("GetThing", names);
        Assert.Contains("EveryMinute", names);
        Assert.Equal(names.Distinct(), names);
    }

    public static class Refused
    {
        public static Task<HttpResponseData> UnknownParameter([HttpTrigger] HttpRequestData request, int amount) =>
            Task.FromResult(request.CreateResponse((HttpStatusCode)amount));

        public static Task<HttpResponseData> UnsupportedType(
            [HttpTrigger(Route = "at/{when}")] HttpRequestData request,
            TimeOnly when) => Task.FromResult(request.CreateResponse((HttpStatusCode)when.Hour));

        public static Task ActionsWithoutMessage(
            [TimerTrigger("* * * * * *")] TimerInfo timer,
            ServiceBusMessageActions actions) => actions.CompleteMessageAsync(null!);

        public static Task WrongTrigger([TimerTrigger("* * * * * *")] ServiceBusReceivedMessage message) =>
            Task.FromResult(message);

        public static Task NoTrigger(TimerInfo timer) => Task.FromResult(timer);

        public static ValueTask<HttpResponseData> ValueTaskAnswer([HttpTrigger] HttpRequestData request) =>
            ValueTask.FromResult(request.CreateResponse());

        public static Task<string> AnswerFromQueue(
            [ServiceBusTrigger("queue")] ServiceBusReceivedMessage message) => Task.FromResult(message.MessageId!);
    }
}
